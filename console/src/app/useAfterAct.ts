import { useQueryClient } from '@tanstack/react-query'
import { useShowProblem } from './problems'

/**
 * What follows an act, for its mutation: a refusal is shown, and what begins with one of these keys is read anew.
 * That also after a refusal: somebody was quicker, so what is shown is old.
 */
export function useAfterAct(...keys: string[]) {
  const client = useQueryClient()
  const onError = useShowProblem()
  const onSettled = () =>
    client.invalidateQueries({ predicate: ({ queryKey: [of] }) => keys.some((key) => key === of) })
  return { onError, onSettled }
}
