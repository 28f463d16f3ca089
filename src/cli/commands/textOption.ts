import { nearestName } from "../../check/nearestName.ts";
import { TEXT_SETTINGS, type TextSettings, textSettings } from "../../text/settings.ts";
import { quoted, usageFailure } from "../failure.ts";
import { isNamed } from "../read/table.ts";
import { columnNamed, onlySplit, splitAll, splitsAt } from "./columnValues.ts";

/** A column of texts that --text names. */
export interface TextColumn {
  readonly name: string;
  readonly settings: TextSettings;
}

/**
 * What --text says: columns, or one column with its settings, as in `message:words=1-2,minCount=2`, which are the
 * library's by name.
 */
export function textColumns(values: readonly string[] | undefined, features: readonly string[]): TextColumn[] {
  const isColumn = isNamed(features);
  return (values ?? []).flatMap((value): TextColumn[] => {
    if (isColumn(value)) return [{ name: value, settings: {} }];
    const [name, text] =
      onlySplit("--text", value, splitsAt(value, ":", isColumn)) ?? /^([^,:]*):(.*=.*)$/s.exec(value)?.slice(1) ?? [];
    if (name !== undefined && text !== undefined) return [withSettings(columnNamed(name, features, "--text"), text)];
    return splitAll([value]).map((one) => ({ name: columnNamed(one, features, "--text"), settings: {} }));
  });
}

function withSettings(name: string, text: string): TextColumn {
  const settings: Record<string, unknown> = {};
  for (const part of splitAll([text])) {
    const at = part.indexOf("=");
    const setting = part.slice(0, at);
    if (at < 0 || !TEXT_SETTINGS.includes(setting)) {
      const nearest = nearestName(at < 0 ? part : setting, TEXT_SETTINGS);
      const hint = nearest === undefined ? "" : ` (did you mean ${quoted(nearest)}?)`;
      const expected = `settings of ${quoted(name)} as in words=1-2,minCount=2, of ${TEXT_SETTINGS.join(", ")}`;
      throw usageFailure(`--text: expected ${expected}, got ${quoted(part)}${hint}`);
    }
    if (setting in settings) throw usageFailure(`--text: expected ${setting} of ${quoted(name)} once, got it twice`);
    settings[setting] = settingIn(setting, part.slice(at + 1));
  }
  try {
    textSettings(settings, name);
  } catch (error) {
    throw usageFailure(`--text: ${(error as Error).message}`);
  }
  return { name, settings };
}

/** The value of a setting; its text where that has another form, which textSettings refuses. */
function settingIn(setting: string, text: string): unknown {
  const [, first, last = first] = /^(\d+)(?:-(\d+))?$/.exec(text) ?? [];
  if (setting === "words" || setting === "characters") {
    if (first !== undefined) return [Number(first), Number(last)];
    throw usageFailure(`--text: ${setting}: expected a number or a range, as in 1-2, got ${quoted(text)}`);
  }
  if (setting === "stopWords") return text.split(/\s+/).filter((word) => word !== "");
  if (setting === "lowercase") return text === "true" ? true : text === "false" ? false : text;
  if (setting === "weighting") return text;
  return /^[\d.]+$/.test(text) ? Number(text) : text;
}
