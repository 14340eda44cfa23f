import { argumentEnd } from "./python-argument.js";

test.each([
  ["df)", "df"],
  ["df, title=1)", "df"],
  ["pl.DataFrame(data=1, b=[1, 2]), 3)", "pl.DataFrame(data=1, b=[1, 2])"],
  [`duckdb.sql("select 'a, b)' from t"), x=1)`, `duckdb.sql("select 'a, b)' from t")`],
  ['f("""a ) "b", """), 1)', 'f("""a ) "b", """)'],
  ["df[df.a == 1], 2)", "df[df.a == 1]"],
  ["a == b, 2)", "a == b"],
])("the first argument of %s", (text, argument) => {
  expect(text.slice(0, argumentEnd(text, 0))).toBe(argument);
});

test.each(["table=df)", "df", 'df["', "df # mine, 2)", "(df"])("%s has none that can be read", (text) => {
  expect(argumentEnd(text, 0)).toBeUndefined();
});
