/** What Excel, LibreOffice and Google Sheets take for a formula; a number with a sign is none. */
export const FORMULA = /^[=@\t\r]|^[+-](?![\d.]+(e[+-]?\d+)?$)/i;
