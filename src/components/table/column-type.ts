const WORDS: [RegExp, string][] = [
  [/^dictionary</, "category"],
  [/^(u?int\d|float|double|halffloat|decimal)/, "number"],
  [/^(large_)?string|^utf8|^string_view/, "text"],
  [/^bool/, "true or false"],
  [/^date/, "date"],
  [/^timestamp/, "date and time"],
  [/^time/, "time of day"],
  [/^duration/, "duration"],
  [/^(large_|fixed_size_)?binary|^binary_view/, "bytes"],
  [/^(large_|fixed_size_)?list/, "list"],
  [/^struct/, "record"],
  [/^map/, "map"],
  [/^extension/, "extension"],
  [/^null/, "no values"],
];

/** A word for a person for an Arrow type as pyarrow prints it. */
export function typeWord(type: string): string {
  return WORDS.find(([pattern]) => pattern.test(type))?.[1] ?? type;
}

/** Whether a column of this type has a histogram. */
export const isNumeric = (type: string): boolean => typeWord(type) === "number";
