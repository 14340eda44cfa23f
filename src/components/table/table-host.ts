import type { ReactiveControllerHost } from "lit";
import type { View } from "../../contracts/types.js";
import type { TableSource } from "../../core/sources.js";
import type { Arrangement } from "./column-order.js";
import type { HeaderForm } from "./distribution.js";

/** The table as its parts see it. */
export interface TableHost extends ReactiveControllerHost {
  readonly source: TableSource | undefined;
  readonly view: View | undefined;
  readonly columns: readonly string[] | undefined;
  readonly arrangement: Arrangement;
  readonly sought: string | undefined;
  readonly headers: HeaderForm;
  /** Whether something beside the table shows groups of rows. */
  readonly groups: boolean;
  /** Px. */
  readonly rowHeight: number;
  readonly headerHeight: number;
  /** The element that scrolls; null until the table is drawn. */
  readonly scroller: HTMLElement | null;
  /** The element that holds the rows; null until the table is drawn. */
  readonly layer: HTMLElement | null;
  tell(type: string, detail: object): void;
  changeView(view: View | undefined): void;
  arrange(arrangement: Arrangement): void;
}

/** Which of the table's properties are others than before, with what they were. */
export type TableChanges = ReadonlyMap<PropertyKey, unknown>;
