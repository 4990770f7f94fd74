"""The web application and the REST API: the verbs of the command line, in a browser and for machines.

``application.create_application(settings)`` is the whole of it; ``links`` turns what a page shows into an address and
back. No model logic: every number comes from the function that the command of the same name calls.
"""
