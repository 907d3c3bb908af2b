namespace Hypercall.Cli.Inputs.Lobster;

/// <summary>An order that rests in the translator's book.</summary>
/// <param name="clientId">Names it towards the engine: the LOBSTER id, or side and price of a seeded level.</param>
/// <param name="price">Dollars × 10,000.</param>
internal sealed class LobsterOrder(string clientId, WalletAddress wallet, Side side, long price, long remaining)
{
    public string ClientId { get; } = clientId;

    public WalletAddress Wallet { get; } = wallet;

    public Side Side { get; } = side;

    public long Price { get; } = price;

    public long Remaining { get; set; } = remaining;
}
