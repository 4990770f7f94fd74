"""The rulebook as a circuit of three-valued gates, and the machine that runs it over millions of claims. Of the law it knows the
calendar only.
"""
