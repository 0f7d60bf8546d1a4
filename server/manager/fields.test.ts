import { describe, expect, it } from 'vitest'
import { agentFields, agentsPath } from './fields.ts'

const query = (path: string) => new URL(path, 'https://m').searchParams

describe('agentsPath', () => {
  it('asks for a page by key with exactly the stored fields', () => {
    const page = query(agentsPath([4, 14, 7], { kind: 'all', afterId: 1024, limit: 5000 }))
    expect(Object.fromEntries(page)).toEqual({
      q: 'id>1024;id!=000',
      sort: 'id',
      limit: '5000',
      select:
        'id,name,ip,registerIP,status,status_code,group,group_config_status,os.name,os.version,os.platform,os.arch,version,node_name,manager,dateAdd,lastKeepAlive,disconnection_time,mergedSum,configSum',
    })
  })

  it('keeps the alternatives of the small page in brackets', () => {
    const path = agentsPath([4, 14], { kind: 'notOk', afterId: 0, limit: 500 })
    expect(query(path).get('q')).toBe('(status!=active,group_config_status=not synced);id>0;id!=000')
    expect(path).not.toContain('+')
  })

  it('asks a manager of another major version only for what it has', () => {
    expect(agentFields([5, 0, 0])).not.toContain('node_name')
    expect(agentFields([4, 2])).not.toContain('disconnection_time')
    expect(agentFields([4, 14, 7])).toHaveLength(20)
    expect(query(agentsPath([5, 1], { kind: 'notOk', afterId: 0, limit: 1 })).get('q')).toBe('status!=active;id>0;id!=000')
  })
})
