import { useMutation, useQueryClient } from '@tanstack/react-query'
import { KEYS } from '../api/queries'
import { useAfterAct } from '../app/useAfterAct'
import { useText } from '../i18n/text'
import { useLatestUndo } from '../incidents/useLatestUndo'
import { type Report, type ReportAct, send, undoOf } from './acts'
import { reportQuery } from './queries'

interface Doing {
  report: Report
  act: ReportAct
}

/** Works on reports; all that is done can be taken back. */
export function useReportActs() {
  const client = useQueryClient()
  const text = useText()
  const offerUndo = useLatestUndo()
  const afterAct = useAfterAct(KEYS.reports)
  const mutationFn = ({ report, act }: Doing) => send(report, act)
  const takeIn = (report: Report) => client.setQueryData(reportQuery(report.id).queryKey, report)
  const undoing = useMutation({ mutationFn, onSuccess: takeIn, ...afterAct })
  return useMutation({
    mutationFn,
    onSuccess: (after, { report: before, act }) => {
      takeIn(after)
      const said = text(`console-reports-did-${act.what}`, { code: after.code })
      offerUndo(after.id, `${after.id}-${after.version}`, said, () =>
        undoing.mutate({ report: after, act: undoOf(act, before) }),
      )
    },
    ...afterAct,
  })
}

export type ReportActs = ReturnType<typeof useReportActs>
