// What one would write by hand for these very rows.

/** One Float64Array per column, as a plain copy makes it. */
export function copyColumns(columns) {
  const copies = [];
  for (const name of Object.keys(columns)) {
    const copy = new Float64Array(columns[name].length);
    copy.set(columns[name]);
    copies.push(copy);
  }
  return copies;
}

/** The same into arrays that are there. */
export function copyInto(columns, copies) {
  let j = 0;
  for (const name of Object.keys(columns)) copies[j++].set(columns[name]);
  return copies;
}

/** One Float64Array of all rows: the numbers as they are, of each text a column a level. */
export function encodeRecords(records, levels) {
  const offsets = { plan: 6, country: 0, device: 0, channel: 0 };
  offsets.country = offsets.plan + levels.plan.size;
  offsets.device = offsets.country + levels.country.size;
  offsets.channel = offsets.device + levels.device.size;
  const width = offsets.channel + levels.channel.size;
  const data = new Float64Array(records.length * width);
  for (let i = 0, at = 0; i < records.length; ++i, at += width) {
    const row = records[i];
    data[at] = row.x0;
    data[at + 1] = row.x1;
    data[at + 2] = row.x2;
    data[at + 3] = row.x3;
    data[at + 4] = row.x4;
    data[at + 5] = row.x5;
    data[at + offsets.plan + levels.plan.get(row.plan)] = 1;
    data[at + offsets.country + levels.country.get(row.country)] = 1;
    data[at + offsets.device + levels.device.get(row.device)] = 1;
    data[at + offsets.channel + levels.channel.get(row.channel)] = 1;
  }
  return { data, rows: records.length, columns: width };
}

/** The same with a number a level: as narrow as the table itself. */
export function codeRecords(records, levels) {
  const data = new Float64Array(records.length * 10);
  for (let i = 0, at = 0; i < records.length; ++i, at += 10) {
    const row = records[i];
    data[at] = row.x0;
    data[at + 1] = levels.plan.get(row.plan);
    data[at + 2] = row.x1;
    data[at + 3] = levels.country.get(row.country);
    data[at + 4] = row.x2;
    data[at + 5] = levels.device.get(row.device);
    data[at + 6] = row.x3;
    data[at + 7] = levels.channel.get(row.channel);
    data[at + 8] = row.x4;
    data[at + 9] = row.x5;
  }
  return { data, rows: records.length, columns: 10 };
}

/** `{ plan: Map of level to code, ... }`, in a pass of its own. */
export function levelsOf(records) {
  const levels = { plan: new Map(), country: new Map(), device: new Map(), channel: new Map() };
  const note = (map, level) => {
    if (!map.has(level)) map.set(level, map.size);
  };
  for (const row of records) {
    note(levels.plan, row.plan);
    note(levels.country, row.country);
    note(levels.device, row.device);
    note(levels.channel, row.channel);
  }
  return levels;
}
