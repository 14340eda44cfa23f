/** A command of the palette. */
export interface Command {
  label: string;
  execute: () => unknown;
  isEnabled?: () => boolean;
}
