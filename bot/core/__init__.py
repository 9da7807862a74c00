"""Rules, pure and synchronous: no Discord, no SQL, no clock and no random source."""
