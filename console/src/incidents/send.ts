import { answer, api } from '../api/client'
import type { Api } from '../api/types'
import type { Act } from './acts'

type Incident = Api<'IncidentDetail'>

/** Does an act to an incident as it is on the screen; returns the incident that the answer is about. */
export function send({ id, version }: Pick<Incident, 'id' | 'version'>, act: Act): Promise<Incident> {
  const params = { path: { incident: id }, header: { 'If-Match': `"${version}"` } }
  switch (act.what) {
    case 'assign': {
      const { owner, agency } = act
      return answer(api.POST('/api/v1/incidents/{incident}/assign', { params, body: { owner, agency } }))
    }
    case 'snooze':
      return answer(api.POST('/api/v1/incidents/{incident}/snooze', { params, body: { until: act.until } }))
    case 'resolve': {
      const { resolution, reason } = act
      return answer(
        api.POST('/api/v1/incidents/{incident}/resolve', { params, body: { resolution, reason } }),
      )
    }
    case 'review': {
      const { learned } = act
      return answer(api.POST('/api/v1/incidents/{incident}/review', { params, body: { learned } }))
    }
    case 'merge':
      return answer(api.POST('/api/v1/incidents/{incident}/merge', { params, body: { into: act.into } }))
    case 'split': {
      const { findings } = act
      return answer(api.POST('/api/v1/incidents/{incident}/split', { params, body: { findings } }))
    }
    case 'link': {
      const { to, kind } = act
      return answer(api.POST('/api/v1/incidents/{incident}/links', { params, body: { to, kind } }))
    }
    case 'unlink': {
      const path = { incident: id, other: act.other }
      return answer(api.DELETE('/api/v1/incidents/{incident}/links/{other}', { params: { ...params, path } }))
    }
    case 'comment':
      return answer(api.POST('/api/v1/incidents/{incident}/comments', { params, body: { text: act.text } }))
    default:
      return answer(api.POST(`/api/v1/incidents/{incident}/${act.what}`, { params }))
  }
}
