/**
 * The sites whose pages may show a kiosk in a frame, as origins; `null` when one of them is none.
 * @param text addresses with commas or blanks between them, `https://wiki.example.com https://…`
 */
export function readEmbedOrigins(text: string | undefined): string[] | null {
  const parts = (text ?? '').split(/[\s,]+/).filter(Boolean)
  if (!parts.every((part) => /^https:\/\/[^/?#@\\*;']+\/?$/i.test(part) && URL.canParse(part))) return null
  return [...new Set(parts.map((part) => new URL(part).origin))]
}
