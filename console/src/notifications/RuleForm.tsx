import {
  Button,
  Chip,
  Group,
  MultiSelect,
  NumberInput,
  SegmentedControl,
  Select,
  Stack,
  Switch,
  Text,
  Title,
} from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { Trash2, TriangleAlert } from 'lucide'
import { Icon } from '../app/Icon'
import { useText } from '../i18n/text'
import { workersQuery } from '../incidents/queries'
import { foldedOptions } from '../map/options'
import { usePlaceOptions } from '../places/usePlaceOptions'
import classes from './Notifications.module.css'
import type { Address, Rule } from './queries'
import { DIGESTS_MIN, FROM, OCCASIONS } from './settings'

interface Props {
  number: number
  rule: Rule
  addresses: readonly Address[]
  onChange: (rule: Rule) => void
  onRemove: () => void
}

/** One rule of what the reader is told of: the occasions, how grave, where, whose, and to which addresses. */
export function RuleForm({ number, rule, addresses, onChange, onRemove }: Props) {
  const text = useText()
  const title = text('console-notifications-rule', { number })
  const set = (part: Partial<Rule>) => onChange({ ...rule, ...part })
  const used = addresses.filter(({ id }) => rule.addresses.length === 0 || rule.addresses.includes(id))
  return (
    <section className={classes.rule} aria-label={title}>
      <Stack gap="sm">
        <Group justify="space-between">
          <Title order={3} size="h5">
            {title}
          </Title>
          <Button
            variant="default"
            leftSection={<Icon of={Trash2} size={20} />}
            aria-label={text('console-notifications-rule-remove', { number })}
            onClick={onRemove}
          >
            {text('console-notifications-remove')}
          </Button>
        </Group>
        <Chip.Group
          multiple
          value={[...rule.occasions]}
          onChange={(values) => set({ occasions: OCCASIONS.filter((one) => values.includes(one)) })}
        >
          <Group gap="xs" role="group" aria-label={text('console-notifications-occasions')}>
            {OCCASIONS.map((one) => (
              <Chip key={one} value={one}>
                {text(`notify-occasion-${one}`)}
              </Chip>
            ))}
          </Group>
        </Chip.Group>
        <div>
          <Text size="sm" fw={500}>
            {text('console-notifications-severity')}
          </Text>
          <SegmentedControl
            aria-label={text('console-notifications-severity')}
            data={FROM.map((severity) => ({ value: severity, label: text(`console-severity-${severity}`) }))}
            value={rule.severity}
            onChange={(value) => set({ severity: FROM.find((one) => one === value) ?? rule.severity })}
          />
        </div>
        <div className={classes.fields}>
          <Where rule={rule} set={set} />
          <NumberInput
            label={text('console-notifications-urgency')}
            description={text('console-notifications-urgency-hint')}
            min={0}
            max={100}
            hideControls
            value={rule.urgency}
            onChange={(value) => set({ urgency: Math.round(Number(value) || 0) })}
          />
          <Select
            label={text('console-notifications-digest')}
            description={text('console-notifications-digest-hint')}
            data={[...new Set([...DIGESTS_MIN, rule.every_min])]
              .sort((a, b) => a - b)
              .map((minutes) => ({
                value: String(minutes),
                label: text('console-notifications-every', { minutes }),
              }))}
            value={String(rule.every_min)}
            allowDeselect={false}
            onChange={(value) => set({ every_min: Number(value ?? 0) })}
          />
        </div>
        <Group gap="lg">
          <Switch
            className={classes.switch}
            label={text('console-notifications-mine-only')}
            checked={rule.mine}
            onChange={(event) => set({ mine: event.currentTarget.checked })}
          />
          <Switch
            className={classes.switch}
            label={text('console-notifications-drills')}
            checked={rule.drills}
            onChange={(event) => set({ drills: event.currentTarget.checked })}
          />
        </Group>
        <Chip.Group
          multiple
          value={[...rule.addresses]}
          onChange={(values) =>
            set({ addresses: addresses.map(({ id }) => id).filter((id) => values.includes(id)) })
          }
        >
          <Group gap="xs" role="group" aria-label={text('console-notifications-to')}>
            <Text size="sm" fw={500}>
              {text(rule.addresses.length > 0 ? 'console-notifications-to' : 'console-notifications-to-all')}
            </Text>
            {addresses.map(({ id, name }) => (
              <Chip key={id} value={id}>
                {name}
              </Chip>
            ))}
          </Group>
        </Chip.Group>
        {!used.some(({ enabled }) => enabled) && (
          <Text size="sm" fw={600}>
            <Icon of={TriangleAlert} size={16} /> {text('console-notifications-nowhere')}
          </Text>
        )}
      </Stack>
    </section>
  )
}

function Where({ rule, set }: { rule: Rule; set: (part: Partial<Rule>) => void }) {
  const text = useText()
  const places = usePlaceOptions()
  const { data: workers } = useQuery(workersQuery)
  return (
    <>
      <MultiSelect
        label={text('console-notifications-places')}
        description={text('console-notifications-places-hint')}
        data={places}
        value={[...rule.places]}
        filter={foldedOptions}
        onChange={(chosen) => set({ places: chosen })}
        searchable
        clearable
      />
      <MultiSelect
        label={text('console-notifications-agencies')}
        description={text('console-notifications-agencies-hint')}
        data={workers?.agencies.map(({ id, name }) => ({ value: id, label: name })) ?? []}
        value={[...rule.agencies]}
        filter={foldedOptions}
        onChange={(chosen) => set({ agencies: chosen })}
        searchable
        clearable
      />
    </>
  )
}
