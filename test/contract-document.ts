import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { Ajv, type ValidateFunction } from 'ajv'
import { default as addFormats } from 'ajv-formats'
import { z } from 'zod'
import { contractFormats } from './contract-formats.ts'

/** Where the contract lies: beside the repository, not in it. */
const folder = join(import.meta.dirname, '..', '..', 'shared', 'contract')

/** The text of a file of the contract; nothing where there is none. */
export function contractFile(name: string): string | undefined {
  const file = join(folder, name)
  return existsSync(file) ? readFileSync(file, 'utf8') : undefined
}

const schemaShape = z.record(z.string(), z.unknown())
const parameterShape = z.object({
  in: z.enum(['query', 'path']),
  name: z.string(),
  required: z.boolean().optional(),
  schema: schemaShape,
})
const referenceShape = z.object({ $ref: z.string() })
const operationShape = z.object({
  parameters: z.array(z.union([referenceShape, parameterShape])).optional(),
  requestBody: z.object({ content: z.object({ 'application/json': z.object({ schema: schemaShape }) }) }).optional(),
  responses: z.record(z.string(), z.union([referenceShape, schemaShape])),
})
const documentShape = z.looseObject({
  paths: z.record(z.string(), z.record(z.string(), operationShape)),
  components: z.record(z.string(), z.record(z.string(), schemaShape)),
})

export type Schema = z.infer<typeof schemaShape>
export type Parameter = z.infer<typeof parameterShape>

/** One verb of one path, with every reference of its parameters and its body followed. */
export interface Operation {
  readonly verb: string
  readonly path: string
  readonly parameters: readonly Parameter[]
  readonly body?: Schema
}

export interface ContractDocument {
  readonly operations: readonly Operation[]
  /** The operation a request is for; a fixed part of a path goes before one that may be anything. */
  operationAt(verb: string, path: string): Operation | undefined
  /** What is wrong with a body, by the schema of this operation and status; nothing where none is defined. */
  faults(operation: Operation, status: number, body: unknown): string | undefined
  /** Whether the document defines this status. */
  defines(operation: Operation, status: number): boolean
}

/** Reads the manager's own description of its API. */
export function openContractDocument(text: string): ContractDocument {
  const root: unknown = JSON.parse(text)
  const document = documentShape.parse(root)
  const ajv = new Ajv({ strict: false, validateSchema: false, logger: false, formats: { ...contractFormats } })
  addFormats.default(ajv)
  ajv.addSchema(documentShape.parse(root), 'contract')
  const compiled = new Map<string, ValidateFunction | undefined>()
  const pointer = (...parts: string[]) => parts.map((part) => `/${part.replaceAll('~', '~0').replaceAll('/', '~1')}`).join('')

  const validator = ({ path, verb }: Operation, status: number): ValidateFunction | undefined => {
    const key = `${verb} ${path} ${status}`
    if (compiled.has(key)) return compiled.get(key)
    const response = document.paths[path]?.[verb.toLowerCase()]?.responses[String(status)]
    const at =
      response &&
      ('$ref' in response
        ? String(response.$ref).slice(1)
        : pointer('paths', path, verb.toLowerCase(), 'responses', String(status)))
    const where = at && `${at}${pointer('content', 'application/json', 'schema')}`
    const made = where && lookUp(root, where) !== undefined ? ajv.compile({ $ref: `contract#${encodeURI(where)}` }) : undefined
    compiled.set(key, made)
    return made
  }
  const follow = (schema: Schema): Schema => {
    const target = typeof schema.$ref === 'string' ? schemaShape.parse(lookUp(root, schema.$ref.slice(1))) : schema
    return Object.fromEntries(
      Object.entries(target).map(([key, value]) => {
        const inner = schemaShape.safeParse(value)
        return [key, inner.success && !Array.isArray(value) ? follow(inner.data) : value]
      }),
    )
  }
  const operations = Object.entries(document.paths).flatMap(([path, verbs]) =>
    Object.entries(verbs).map(([verb, { parameters, requestBody }]): Operation => {
      const body = requestBody?.content['application/json'].schema
      return {
        verb: verb.toUpperCase(),
        path,
        parameters: (parameters ?? []).map((item) => {
          const parameter = parameterShape.parse('$ref' in item ? lookUp(root, String(item.$ref).slice(1)) : item)
          return { ...parameter, schema: follow(parameter.schema) }
        }),
        ...(body ? { body: follow(body) } : {}),
      }
    }),
  )
  const patternOf = (path: string) => new RegExp(`^${path.replace(/\{\w+\}/g, '[^/]+')}$`)
  return {
    operations,
    operationAt: (verb, path) =>
      operations
        .filter((operation) => operation.verb === verb && patternOf(operation.path).test(path))
        .sort((a, b) => a.path.split('{').length - b.path.split('{').length)[0],
    defines: ({ path, verb }, status) => document.paths[path]?.[verb.toLowerCase()]?.responses[String(status)] !== undefined,
    faults(operation, status, body) {
      const validate = validator(operation, status)
      if (!validate || validate(body)) return undefined
      return ajv.errorsText(validate.errors)
    },
  }
}

/** Follows a JSON pointer. */
function lookUp(root: unknown, pointer: string): unknown {
  return pointer
    .split('/')
    .slice(1)
    .reduce<unknown>((at, part) => {
      const key = decodeURIComponent(part).replaceAll('~1', '/').replaceAll('~0', '~')
      return typeof at === 'object' && at !== null ? Object.entries(at).find(([name]) => name === key)?.[1] : undefined
    }, root)
}
