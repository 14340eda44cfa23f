import { DataType, DateUnit, Precision, TimeUnit, Type, type Field, type Schema } from "apache-arrow";
import type { Column } from "../contracts/types.js";

const ROLES = ["input", "target", "id", "weight"] as const;

/** Columns as an Arrow schema describes them, types as pyarrow prints them. */
export function columnsOf(schema: Schema): Column[] {
  return schema.fields.map(({ name, type, metadata }) => {
    const said = (key: string) => metadata.get(key) || undefined;
    const role = ROLES.find((one) => one === said("role"));
    const [unit, description, kind] = [said("unit"), said("description"), said("kind")];
    return {
      name,
      type: typeName(type as DataType),
      ...(unit && { unit }),
      ...(role && { role }),
      ...(description && { description }),
      ...(kind && { kind }),
    };
  });
}

const UNITS: Record<TimeUnit, string> = {
  [TimeUnit.SECOND]: "s",
  [TimeUnit.MILLISECOND]: "ms",
  [TimeUnit.MICROSECOND]: "us",
  [TimeUnit.NANOSECOND]: "ns",
};
const FLOATS: Record<Precision, string> = {
  [Precision.HALF]: "halffloat",
  [Precision.SINGLE]: "float",
  [Precision.DOUBLE]: "double",
};

/** An Arrow type as pyarrow prints it. */
export function typeName(type: DataType): string {
  if (DataType.isInt(type)) return `${type.isSigned ? "" : "u"}int${type.bitWidth}`;
  if (DataType.isFloat(type)) return FLOATS[type.precision];
  if (DataType.isDecimal(type)) return `decimal${type.bitWidth}(${type.precision}, ${type.scale})`;
  if (DataType.isUtf8(type)) return "string";
  if (DataType.isLargeUtf8(type)) return "large_string";
  if (DataType.isBinary(type)) return "binary";
  if (DataType.isLargeBinary(type)) return "large_binary";
  if (DataType.isBool(type)) return "bool";
  if (DataType.isNull(type)) return "null";
  if (DataType.isDate(type)) return type.unit === DateUnit.DAY ? "date32[day]" : "date64[ms]";
  if (DataType.isTimestamp(type))
    return `timestamp[${UNITS[type.unit]}${type.timezone ? `, tz=${type.timezone}` : ""}]`;
  if (DataType.isTime(type)) return `time${type.bitWidth}[${UNITS[type.unit]}]`;
  if (DataType.isDuration(type)) return `duration[${UNITS[type.unit]}]`;
  if (DataType.isDictionary(type))
    return `dictionary<values=${typeName(type.dictionary as DataType)}, indices=int32, ordered=0>`;
  if (DataType.isList(type)) return `list<${itemName(type.children[0])}>`;
  if (DataType.isFixedSizeList(type)) return `fixed_size_list<${itemName(type.children[0])}>[${type.listSize}]`;
  if (DataType.isFixedSizeBinary(type)) return `fixed_size_binary[${type.byteWidth}]`;
  if (DataType.isStruct(type)) return `struct<${type.children.map(itemName).join(", ")}>`;
  if (DataType.isMap(type)) return "map<>";
  return Type[type.typeId].toLowerCase();
}

const itemName = (field: Field | undefined): string =>
  field ? `${field.name}: ${typeName(field.type as DataType)}` : "";
