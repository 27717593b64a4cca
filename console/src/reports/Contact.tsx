import { Button, Group, Text } from '@mantine/core'
import { useMutation } from '@tanstack/react-query'
import { ContactRound, Mail, Phone } from 'lucide'
import { answer, api } from '../api/client'
import type { Api } from '../api/types'
import { Icon } from '../app/Icon'
import { useShowProblem } from '../app/problems'
import { useFormats, useText } from '../i18n/text'

/** How to reach who reported. It is shown only when asked for, for each look is logged. */
export function Contact({ report }: { report: Api<'Report'> }) {
  const text = useText()
  const { minute } = useFormats()
  const look = useMutation({
    mutationFn: () =>
      answer(api.GET('/api/v1/reports/{report}/contact', { params: { path: { report: report.id } } })),
    onError: useShowProblem(),
    // It does not stay in the cache of answers.
    gcTime: 0,
  })
  if (!report.has_contact)
    return (
      <Text size="sm" c="dimmed">
        {report.contact_deleted
          ? text('console-reports-contact-deleted', { time: minute(new Date(report.contact_deleted)) })
          : text('console-reports-contact-none')}
      </Text>
    )
  return (
    <section aria-label={text('console-reports-contact')}>
      {look.data ? (
        <Group gap="xs" role="status">
          {look.data.phone && (
            <Button
              component="a"
              href={`tel:${look.data.phone}`}
              variant="default"
              leftSection={<Icon of={Phone} size={20} />}
            >
              {look.data.phone}
            </Button>
          )}
          {look.data.email && (
            <Button
              component="a"
              href={`mailto:${look.data.email}`}
              variant="default"
              leftSection={<Icon of={Mail} size={20} />}
            >
              {look.data.email}
            </Button>
          )}
        </Group>
      ) : (
        <Group gap="xs">
          <Button
            variant="default"
            leftSection={<Icon of={ContactRound} size={20} />}
            loading={look.isPending}
            onClick={() => look.mutate()}
          >
            {text('console-reports-contact-show')}
          </Button>
          <Text size="sm">{text('console-reports-contact-logged')}</Text>
        </Group>
      )}
    </section>
  )
}
