import { jest } from "@jest/globals";

// A loaded machine can lose a race; what passes only the second time is printed with its first error.
jest.retryTimes(1, { logErrorsBeforeRetry: true });
