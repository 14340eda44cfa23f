import { keepToken, takeToken } from "./token.js";

afterEach(() => {
  sessionStorage.clear();
  history.replaceState(null, "", "/");
});
const take = () => takeToken(location, history, sessionStorage);

test("a token is taken out of the address and kept for the tab", () => {
  history.replaceState(null, "", "/page?x=1#token=a%20b");
  expect(take()).toBe("a b");
  expect(location.href).toMatch(/\/page\?x=1$/);
  expect(take()).toBe("a b");
});

test("a token that is refused is forgotten", () => {
  keepToken(sessionStorage, "wrong");
  keepToken(sessionStorage, undefined);
  expect(take()).toBeUndefined();
});
