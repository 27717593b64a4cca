import { ActionIcon, Badge, Group, Menu, Text, useMantineColorScheme } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import {
  BellRing,
  CircleUserRound,
  KeyRound,
  Languages,
  LogOut,
  Monitor,
  Moon,
  Sun,
  TriangleAlert,
  UserCog,
  Wifi,
  WifiOff,
} from 'lucide'
import { Link } from 'wouter'
import { cityQuery } from '../api/queries'
import { healthQuery } from '../health/queries'
import { valuesStopped } from '../health/values'
import { useLanguage } from '../i18n/LanguageProvider'
import { LANGUAGES, NAMES_OF_LANGUAGES } from '../i18n/languages'
import { nameIn, useText } from '../i18n/text'
import { useLive } from '../live/LiveProvider'
import classes from './Header.module.css'
import { Icon } from './Icon'
import { useAddPasskey } from './passkeys'
import { useKeepLanguage, useMay, useSession, useSignOut } from './session'

export function Header() {
  const { language } = useLanguage()
  const { data: city } = useQuery(cityQuery)
  return (
    <Group className={classes.header} justify="space-between" wrap="nowrap">
      <Link href="/" className={classes.brand}>
        <img src="/favicon.svg" alt="" className={classes.mark} />
        <Text component="span" className={classes.name}>
          Luy Lâu
        </Text>
        {city && (
          <Text component="span" c="dimmed" className={classes.city}>
            {nameIn(language, city)}
          </Text>
        )}
      </Link>
      <Group gap={0} wrap="nowrap">
        <ConnectionBadge />
        <LanguageMenu />
        <SchemeMenu />
        <UserMenu />
      </Group>
    </Group>
  )
}

const CONNECTION = {
  connecting: { color: 'yellow', icon: Wifi },
  live: { color: 'celadon', icon: Wifi },
  lost: { color: 'red', icon: WifiOff },
  silent: { color: 'red', icon: TriangleAlert },
} as const

/** Whether what is shown is live: the line to this screen stands, and values can come over it. */
function ConnectionBadge() {
  const text = useText()
  const { connection } = useLive()
  // The line itself brings the health each second; where it does not stand, that is what is told.
  const { data: stopped } = useQuery({ ...healthQuery, enabled: false, select: valuesStopped })
  const state = connection === 'live' && stopped ? 'silent' : connection
  const { color, icon } = CONNECTION[state]
  return (
    <Badge
      role="status"
      size="lg"
      variant="light"
      color={color}
      mr="xs"
      leftSection={<Icon of={icon} size={16} />}
      className={classes.connection}
    >
      {text(`console-connection-${state}`)}
    </Badge>
  )
}

function LanguageMenu() {
  const text = useText()
  const { language } = useLanguage()
  const keep = useKeepLanguage()
  return (
    <Menu>
      <Menu.Target>
        <ActionIcon color="gray" aria-label={text('console-language')}>
          <Icon of={Languages} />
        </ActionIcon>
      </Menu.Target>
      <Menu.Dropdown>
        {LANGUAGES.map((one) => (
          <Menu.Item
            key={one}
            lang={one}
            aria-current={one === language ? 'true' : undefined}
            fw={one === language ? 700 : 400}
            onClick={() => keep(one)}
          >
            {NAMES_OF_LANGUAGES[one]}
          </Menu.Item>
        ))}
      </Menu.Dropdown>
    </Menu>
  )
}

const SCHEMES = { light: Sun, dark: Moon, auto: Monitor } as const

function SchemeMenu() {
  const text = useText()
  const { colorScheme, setColorScheme } = useMantineColorScheme()
  return (
    <Menu>
      <Menu.Target>
        <ActionIcon color="gray" aria-label={text('console-scheme')}>
          <Icon of={SCHEMES[colorScheme]} />
        </ActionIcon>
      </Menu.Target>
      <Menu.Dropdown>
        {(['light', 'dark', 'auto'] as const).map((scheme) => (
          <Menu.Item
            key={scheme}
            leftSection={<Icon of={SCHEMES[scheme]} size={20} />}
            aria-current={scheme === colorScheme ? 'true' : undefined}
            fw={scheme === colorScheme ? 700 : 400}
            onClick={() => setColorScheme(scheme)}
          >
            {text(`console-scheme-${scheme}`)}
          </Menu.Item>
        ))}
      </Menu.Dropdown>
    </Menu>
  )
}

function UserMenu() {
  const text = useText()
  const { user } = useSession()
  const mayBeTold = useMay('notification.own')
  const signOut = useSignOut()
  const addPasskey = useAddPasskey()
  return (
    <Menu>
      <Menu.Target>
        <ActionIcon color="gray" aria-label={text('console-user-menu', { name: user.name })}>
          <Icon of={CircleUserRound} />
        </ActionIcon>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Label>
          {user.name} · {text(`console-role-${user.role}`)}
        </Menu.Label>
        <Menu.Item leftSection={<Icon of={UserCog} size={20} />} component={Link} href="/account">
          {text('console-account')}
        </Menu.Item>
        {mayBeTold && (
          <Menu.Item leftSection={<Icon of={BellRing} size={20} />} component={Link} href="/notifications">
            {text('console-notifications')}
          </Menu.Item>
        )}
        <Menu.Item leftSection={<Icon of={KeyRound} size={20} />} onClick={() => addPasskey.mutate()}>
          {text('console-passkey-add')}
        </Menu.Item>
        <Menu.Item leftSection={<Icon of={LogOut} size={20} />} onClick={() => signOut.mutate()}>
          {text('console-sign-out')}
        </Menu.Item>
      </Menu.Dropdown>
    </Menu>
  )
}
