namespace Hypercall.Cli.Demo;

/// <summary>A wallet of the demonstration and the agent that signs for it.</summary>
internal sealed record DemoTrader(WalletAddress Wallet, WalletAddress Agent)
{
    private const ulong FirstWallet = 0xA0;
    private const ulong AgentOffset = 0x1000;

    public static DemoTrader Create(int number)
    {
        ulong wallet = FirstWallet + (ulong)number;
        return new DemoTrader(WalletAddress.FromNumber(wallet), WalletAddress.FromNumber(wallet + AgentOffset));
    }
}
