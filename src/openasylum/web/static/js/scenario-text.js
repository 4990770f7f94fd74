// A scenario as one line of text, as links carry it: "us-not-designated~rpd_capacity=x1.25@2027-01-01".

export function readScenario(text) {
  const [preset, ...changes] = text.split("~");
  return { preset, changes: changes.map((change) => {
    const at = change.indexOf("=");
    return [change.slice(0, at), change.slice(at + 1)];
  }) };
}

export function writeScenario({ preset, changes }) {
  const sorted = changes.map(([key, value]) => `${key}=${value}`).sort();
  return [preset, ...sorted].join("~");
}

// The same with one lever moved ("x1.25", "90000") from a day on; null puts it back to where the preset has it.
export function withLever(scenario, lever, value, day) {
  const changes = scenario.changes.filter(([key]) => key !== lever);
  if (value !== null) changes.push([lever, `${value}@${day}`]);
  return { ...scenario, changes };
}

export function leverSetting(scenario, lever, presets) {
  const own = scenario.changes.find(([key]) => key === lever) ?? presets[scenario.preset]?.find(([key]) => key === lever);
  if (!own) return null;
  const [value, day] = own[1].split("@");
  return { value, day: day.split("..")[0] };
}

// A query with the marks of a scenario as they are, as the server writes its links.
export function readable(query) {
  return query.toString().replace(/%(7E|3D|40|3A|2C|28|29)/g, (code) => decodeURIComponent(code));
}

// The query of an address: scenarios, and whatever else the old query said.
export function queryOf(scenarios, old) {
  const query = new URLSearchParams(old);
  for (const name of ["s", "data", "model", "job", "after", "replaces"]) query.delete(name);
  query.set("v", "1");
  for (const one of scenarios) query.append("s", writeScenario(one));
  if (!scenarios.length) query.append("s", "law-in-force");
  return readable(query);
}
