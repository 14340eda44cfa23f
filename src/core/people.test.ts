import { cslName, invertedName } from "./people.js";

test.each([
  ["O. Anatole von Lilienfeld", "von Lilienfeld, O. Anatole"],
  ["van der Waals, J. D.", "van der Waals, J. D."],
  ["Johannes Diderik van der Waals", "van der Waals, Johannes Diderik"],
  ["Sammy Davis Jr.", "Davis, Sammy, Jr."],
  ["Davis Jr., Sammy", "Davis, Sammy, Jr."],
  ["Davis, Sammy, Jr.", "Davis, Sammy, Jr."],
  ["Martin Luther King III", "King, Martin Luther, III"],
  ["Yoshua Bengio, PhD", "Bengio, Yoshua"],
  ["Yoshua Bengio Ph.D.", "Bengio, Yoshua"],
  ["Prof. Dr. Max Müller", "Müller, Max"],
  ["José Ortega y Gasset", "Ortega y Gasset, José"],
  ["de la Cruz, Maria", "de la Cruz, Maria"],
  ["Jean d'Alembert", "d'Alembert, Jean"],
  ["Michael O'Keeffe", "O'Keeffe, Michael"],
  ["Ong, Shyue Ping", "Ong, Shyue Ping"],
  ["Ștefan Ionescu", "Ionescu, Ștefan"],
])("%s is a person", (name, inverted) => {
  const parts = cslName({ name });
  expect(parts).not.toHaveProperty("literal");
  expect(invertedName(parts)).toBe(inverted);
});

test.each([
  "IBM Research",
  "RDKit contributors",
  "McDonald's Corp",
  "Open Catalyst Project",
  "Lawrence Berkeley National Laboratory",
  "Materials Science Division",
  "Foundry Lab contributors",
  "National Institute of Standards and Technology",
])("%s is an organisation", (name) => {
  expect(cslName({ name })).toEqual({ literal: name });
});
