import { noRoutes } from '#server/http/define-routes.ts'

export const { GET, POST, PUT, PATCH, DELETE, OPTIONS } = noRoutes()
