using Hypercall.Actors.Client;
using Hypercall.Gateway.Hosting;
using Hypercall.Gateway.Limits;

namespace Hypercall.Cli.Demo.Serve;

/// <summary>
/// Gives wallets cash that is worth nothing, each once and not without end: deposits of the venue's own into an engine
/// that keeps nothing.
/// </summary>
/// <param name="venue">The demonstration's venue.</param>
internal sealed class DemoFaucet(EngineClient venue)
{
    private const long FundsUsdc = 100_000;
    private const int MostWallets = 1_000;
    private const string Source = "faucet";

    private readonly HashSet<WalletAddress> _given = new();
    private readonly SemaphoreSlim _turn = new(1);
    private int _last;

    /// <summary>Gives a wallet its cash.</summary>
    /// <exception cref="CheckFailedException">The venue did not take the deposit.</exception>
    public async Task<FaucetAnswer> GiveAsync(WalletAddress wallet)
    {
        // Deposits of one source have growing numbers, so that they go one after the other.
        using Turn turn = await Turn.AtAsync(_turn);
        if (_given.Contains(wallet))
            return FaucetAnswer.GivenBefore;
        if (_given.Count == MostWallets)
            return FaucetAnswer.Empty;
        var deposit = new DepositUpdate(wallet, Cash.FromUsdc(FundsUsdc), Source, ++_last);
        SubmissionResult result = await venue.SubmitAsync(new ClientRequest(deposit));
        if (result.Outcome is not { Accepted: true })
            throw new CheckFailedException($"the faucet's deposit got {result.Status}");
        _given.Add(wallet);
        return FaucetAnswer.Given;
    }
}
