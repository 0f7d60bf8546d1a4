/**
 * Reads CSV as RFC 4180 says it, sharing nothing with our writer: records end with CRLF, fields are separated by commas, a field in
 * quotes may hold both, and doubled quotes. @throws Error for anything else
 */
export function readCsv(text: string): string[][] {
  const records: string[][] = []
  let record: string[] = []
  let at = 0
  const fail = (why: string) => new Error(`${why} at ${at}: ${JSON.stringify(text.slice(Math.max(0, at - 20), at + 20))}`)
  while (at < text.length) {
    let field = ''
    if (text[at] === '"') {
      for (;;) {
        const quote = text.indexOf('"', at + 1)
        if (quote < 0) throw fail('a quote is not closed')
        field += text.slice(at + 1, quote)
        at = quote + 1
        if (text[at] !== '"') break
        field += '"'
      }
    } else {
      const start = at
      while (at < text.length && text[at] !== ',' && text[at] !== '\r' && text[at] !== '\n') {
        if (text[at] === '"') throw fail('a quote within a plain field')
        at++
      }
      field = text.slice(start, at)
    }
    record.push(field)
    if (text[at] === ',') {
      at++
      if (at === text.length) throw fail('the last record does not end')
      continue
    }
    if (text[at] !== '\r' || text[at + 1] !== '\n') throw fail('a record does not end with CRLF')
    at += 2
    records.push(record)
    record = []
  }
  return records
}
