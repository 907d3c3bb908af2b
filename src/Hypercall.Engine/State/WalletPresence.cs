namespace Hypercall.Engine.State;

/// <summary>Which of a wallet's rare values its canonical encoding has; the bits never change.</summary>
[Flags]
internal enum WalletPresence : byte
{
    None = 0,
    Tier = 1,
    Debt = 2,
    Stage = 4,
    HypercoreEquity = 8,
    All = Tier | Debt | Stage | HypercoreEquity,
}
