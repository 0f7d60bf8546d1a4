/** Takes the text of server-sent events as it comes, in pieces of any length, and gives the data of each event that is whole. */
export function eventReader(): (piece: string) => string[] {
  let rest = ''
  return (piece) => {
    // A break may be cut in two, so it is looked for in all that is left.
    const blocks = (rest + piece).replaceAll('\r\n', '\n').split('\n\n')
    rest = blocks.pop() ?? ''
    return blocks.flatMap((block) => {
      const data = block.split('\n').flatMap((line) => (line.startsWith('data:') ? [line.slice(5).replace(/^ /, '')] : []))
      return data.length === 0 ? [] : [data.join('\n')]
    })
  }
}
