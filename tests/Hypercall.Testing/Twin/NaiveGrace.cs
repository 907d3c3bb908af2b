namespace Hypercall.Testing.Twin;

/// <summary>The grace of a wallet in PreLiquidation (risk.md A6).</summary>
/// <param name="EnteredAt">When it began.</param>
/// <param name="EndsAt">When the wallet is liquidated unless it has recovered.</param>
/// <param name="PauseUntil">How far halts may put the end off.</param>
internal sealed record NaiveGrace(long EnteredAt, long EndsAt, long PauseUntil);
