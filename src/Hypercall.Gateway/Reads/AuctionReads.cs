using System.Security.Cryptography;
using System.Text;

namespace Hypercall.Gateway.Reads;

/// <summary>The portfolios that are auctioned, for who bids for them (gateway.md §12).</summary>
internal sealed class AuctionReads(ReplicaReads replica)
{
    private const int HashBytes = 16;

    public async Task<Answer> Auctions(ReadQuery query)
    {
        query.Finish();
        Reading<AuctionsAnswer> running = await TakeAsync(query.MinSequence, query.Cancellation);
        AuctionReport[] auctions = [.. running.Answer.Auctions];
        return Shapes.List(running.Sequence, auctions, (writer, auction) =>
            Write(writer, auction, running.Sequence));
    }

    public Task<Reading<AuctionsAnswer>> TakeAsync(long minSequence, CancellationToken cancellation) =>
        replica.AskAsync<AuctionsAnswer>(EngineQuestion.AboutAuctions, minSequence, cancellation);

    /// <summary>By which a bidder says which portfolio he means.</summary>
    public static string HashOf(AuctionReport auction)
    {
        var lines = new StringBuilder();
        foreach (PositionReport position in auction.Positions)
            lines.Append(position.Symbol).Append(':').Append(position.Size).Append('\n');
        byte[] hash = SHA256.HashData(Encoding.UTF8.GetBytes(lines.ToString()));
        return "0x" + Convert.ToHexStringLower(hash.AsSpan(0, HashBytes));
    }

    private static void Write(Utf8JsonWriter writer, AuctionReport auction, long sequence)
    {
        writer.WriteString("auction_id", auction.AuctionId.ToString(CultureInfo.InvariantCulture));
        writer.WriteString("wallet", auction.Wallet.ToString());
        writer.WriteString("margin_mode", Words.Of(auction.Mode));
        writer.WriteText("asked", auction.Asked);
        writer.WriteNumber("started_at", auction.StartedAtMs);
        writer.WriteNumber("ends_at", auction.EndsAtMs);
        writer.WriteObjects("positions", auction.Positions, static (item, position) =>
        {
            item.WriteString("symbol", position.Symbol);
            item.WriteText("quantity", position.Size);
            item.WriteText("entry_price", position.EntryPrice);
            item.WriteText("mark", position.Mark);
        });
        writer.WriteNumber("auction_version", sequence);
        writer.WriteString("portfolio_hash", HashOf(auction));
    }
}
