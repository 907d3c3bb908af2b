using Hypercall.Gateway.OpenApi;

namespace Hypercall.Gateway.Routes;

/// <summary>What a signature gets besides orders: sessions, keys, bids, and settlements marked as seen.</summary>
internal sealed class AccountRoutes(
    WriteDesk desk,
    AccountWrites wallets,
    AuctionWrites bids,
    AuctionReads auctions,
    ProofOfWallet proof,
    Sessions sessions,
    ApiKeys keys,
    KeyGenerations generations,
    SeenPayouts seen,
    SequenceClock clock,
    WalletAccess access) : IGatewayRoutes
{
    public void Map(IEndpointRouteBuilder routes)
    {
        WriteRoutes.On(routes, "POST", "/session", BeginSessionAsync)
            .IsWrite("A token to read one's own with", "Proof", "single(Session)");
        WriteRoutes.On(routes, "POST", "/api-key", ApproveKeyAsync)
            .IsWrite("Approves a key of Deribit's face", "NewApiKey", "outcome(ApiKey)");
        WriteRoutes.On(routes, "POST", "/settlement-payouts/seen", MarkSeenAsync)
            .IsWrite("Marks settlements as seen", "SeenPayouts", "SeenAnswer");
        WriteRoutes.On(routes, "POST", "/liquidation/standard-margin", BidAsync)
            .IsWrite("Bids for an auctioned portfolio", "Bid", "outcome(BidTaken)");
        ReadRoutes.Get(routes, "/api-key", ShowKeyAsync).WithMetadata(new FaceRoute(
            "Agent and id of a key", "ApiKeyName", "wallet: address, index: int", IsOfWallet: true,
            HasSequence: false));
        ReadRoutes.Get(routes, "/liquidation/auctions", auctions.Auctions)
            .IsRead("Portfolios that are auctioned", "list(Auction)");
    }

    private async Task<Answer> BeginSessionAsync(HttpContext context, Fields fields)
    {
        WalletAddress wallet = fields.Wallet("wallet");
        WalletAddress signer = await proof.RequireAsync(fields, wallet, context.RequestAborted);
        (string token, long end) = sessions.Begin(new SessionHolder(wallet, signer));
        return Shapes.Single(null, writer =>
        {
            writer.WriteString("wallet", wallet.ToString());
            writer.WriteString("token", token);
            writer.WriteNumber("expires_at", end);
        });
    }

    private async Task<Answer> ShowKeyAsync(ReadQuery query)
    {
        WalletAddress wallet = query.Wallet();
        int index = (int)(query.Number("index", 0, KeyName.LastIndex)
            ?? throw ReadQuery.Wrong("index", $"an integer from 0 to {KeyName.LastIndex}"));
        access.Finish(query, wallet);
        KeyName name = await generations.CurrentAsync(wallet, index, query.Cancellation);
        return Shapes.Ok(null, writer =>
        {
            writer.WriteString("agent", keys.AgentOf(name).ToString());
            writer.WriteString("client_id", name.ToString());
        });
    }

    /// <summary>
    /// The secret is told once: whoever comes upon the signed request later does not get it by repeating it. Where the
    /// answer was lost, another index is another key.
    /// </summary>
    private async Task<Answer> ApproveKeyAsync(HttpContext context, Fields fields)
    {
        WalletAddress wallet = fields.Wallet("wallet");
        int index = (int)fields.Integer("index", 0, KeyName.LastIndex);
        KeyName name = await generations.CurrentAsync(wallet, index, context.RequestAborted);
        WalletAddress agent = keys.AgentOf(name);
        Executed executed = await WriteRoutes.ExecuteAsync(
            context, desk, wallets.ApproveKey(fields, wallet, agent));
        return WriteAnswers.Of(executed, writer =>
        {
            writer.WriteString("client_id", name.ToString());
            writer.WriteString("client_secret", executed.Outcome.Duplicate ? null : keys.SecretOf(name));
            writer.WriteString("agent", agent.ToString());
            writer.WriteString("wallet", wallet.ToString());
        });
    }

    private async Task<Answer> MarkSeenAsync(HttpContext context, Fields fields)
    {
        (SignedWrite write, IReadOnlyCollection<long> ids) = wallets.MarkSeen(fields);
        await WriteRoutes.CountedAsync(
            context, sender => desk.AdmitAndChargeAsync(write, sender, context.RequestAborted), bucket => bucket);
        int affected = await seen.MarkAsync(write.Wallet!.Value, ids, context.RequestAborted);
        return Shapes.Ok(null, writer =>
        {
            writer.WriteBoolean("success", true);
            writer.WriteNumber("requested", ids.Count);
            writer.WriteNumber("affected", affected);
            writer.WriteNull("error");
        });
    }

    /// <summary>
    /// A bid for an auction that is over goes to the engine, which knows whether it is the repetition of one that won;
    /// anything else that it says of it is that the auction is over.
    /// </summary>
    private async Task<Answer> BidAsync(HttpContext context, Fields fields)
    {
        AuctionBid bid = bids.Bid(fields);
        Reading<AuctionsAnswer> running = await auctions.TakeAsync(clock.Known, context.RequestAborted);
        AuctionReport? auction = running.Answer.Auctions
            .FirstOrDefault(candidate => candidate.AuctionId == bid.Command.AuctionId);
        if (auction is not null && !bid.IsFor(auction))
            throw Stale("positions and portfolio_hash are not those of the auction now");
        Executed executed = await WriteRoutes.ExecuteAsync(context, desk, bid.Write);
        if (auction is null
            && executed.Outcome is { Duplicate: false, Rejection.Code: RejectCode.InvalidBid })
            throw Stale("the auction does not run");
        return WriteAnswers.Of(executed, writer => Write(writer, bid));
    }

    private static void Write(Utf8JsonWriter writer, AuctionBid bid)
    {
        writer.WriteString("request_id", bid.RequestId);
        writer.WriteString(
            "auction_id", bid.Command.AuctionId.ToString(System.Globalization.CultureInfo.InvariantCulture));
        writer.WriteString("liquidated_wallet", bid.Command.LiquidatedWallet.ToString());
        writer.WriteString("liquidator_wallet", bid.Command.Wallet.ToString());
    }

    private static RefusedException Stale(string text) => new(GatewayError.StaleAuction(text));
}
