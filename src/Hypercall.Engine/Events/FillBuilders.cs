namespace Hypercall.Engine.Events;

/// <summary>Who built an order that traded, and his share of its fee.</summary>
public readonly record struct FillBuilder(WalletAddress Wallet, Cash Share);

/// <summary>
/// Who built the two orders of a fill; null: nobody who got a share. The fill itself does not tell: it stands in the
/// balances that move after it, each side's fee, taker first, and then its builder's share.
/// </summary>
public readonly record struct FillBuilders(FillBuilder? Taker, FillBuilder? Maker)
{
    /// <summary>Those of a fill.</summary>
    /// <param name="events">The events of its command.</param>
    /// <param name="index">Where it stands among them.</param>
    /// <exception cref="InvalidOperationException">There is another kind of event.</exception>
    public static FillBuilders Of(EventBuffer events, int index)
    {
        bool hasTakerFee = events.At<Filled>(index).TakerFee.Units != 0;
        var builders = default(FillBuilders);
        int fees = 0;
        for (int next = index + 1; next < events.Count && events.KindAt(next) != EventKind.Filled; next++)
        {
            if (events.KindAt(next) != EventKind.BalanceChanged)
                continue;
            ref readonly BalanceChanged changed = ref events.At<BalanceChanged>(next);
            if (changed.Account != LedgerAccountKind.Wallet)
                continue;
            if (changed.Reason is BalanceReason.Fee or BalanceReason.LiquidationFee)
                fees++;
            else if (changed.Reason == BalanceReason.BuilderFee)
                builders = builders.With(new FillBuilder(changed.Wallet, changed.Delta), hasTakerFee && fees == 1);
        }

        return builders;
    }

    private FillBuilders With(FillBuilder builder, bool isTaker) =>
        isTaker ? this with { Taker = builder } : this with { Maker = builder };
}
