import { Component, type ErrorInfo, type ReactNode } from 'react'
import { Failed } from './states'

interface Props {
  children: ReactNode
  /** When this changes (another page is opened), the boundary tries again. */
  of: string
}

/** Keeps a fault of one page from taking the whole console down. */
export class ErrorBoundary extends Component<Props, { error: unknown }> {
  override state: { error: unknown } = { error: null }

  static getDerivedStateFromError(error: unknown) {
    return { error }
  }

  override componentDidCatch(error: unknown, info: ErrorInfo) {
    console.error(error, info.componentStack)
  }

  override componentDidUpdate(before: Props) {
    if (before.of !== this.props.of && this.state.error !== null) this.setState({ error: null })
  }

  override render() {
    if (this.state.error === null) return this.props.children
    return <Failed error={this.state.error} retry={() => this.setState({ error: null })} page />
  }
}
