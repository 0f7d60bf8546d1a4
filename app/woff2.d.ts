/** The address of a font that is served with the pages. */
declare module '*.woff2' {
  const address: string
  export default address
}
