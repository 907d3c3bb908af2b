namespace Hypercall.Testing.Twin;

/// <summary>A wallet of the twin with all that belongs to it but its orders.</summary>
internal sealed class NaiveWallet
{
    public required WalletAddress Address { get; init; }

    /// <summary>True once an accepted command touched it or it got cash; only then it shows in the state.</summary>
    public bool Exists { get; set; }

    public BigInteger Cash { get; set; }
    public MarginMode Mode { get; set; }
    public LiquidationState Liquidation { get; set; }

    /// <summary>What goes on by itself; null: nothing.</summary>
    public NaiveStage? Stage { get; set; }

    /// <summary>True where nothing is examined or due: after an operator's InLiquidation, and Liquidated.</summary>
    public bool IsHeld => Liquidation > LiquidationState.PreLiquidation && Stage is null;

    public long BonusPpm { get; set; }

    /// <summary>What settlement left unpaid.</summary>
    public BigInteger Debt { get; set; }

    public BigInteger HypercoreEquity { get; set; }

    /// <summary>Null: the limits of the rules.</summary>
    public (int MaxOpenOrders, int MaxOpenPositions)? Tier { get; set; }

    /// <summary>Instant of the dead-man's switch; null: disarmed.</summary>
    public long? CancelAllAt { get; set; }

    public List<NaivePosition> Positions { get; private set; } = [];
    public List<NaivePerp> Perps { get; } = [];
    public List<NaiveMmp> Protections { get; private set; } = [];
    public List<NaiveAgent> Agents { get; private set; } = [];

    /// <summary>The position in a symbol, a flat one where there was none.</summary>
    public NaivePosition Position(string symbol)
    {
        NaivePosition? position = Positions.Find(p => p.Symbol == symbol);
        if (position is null)
        {
            position = new NaivePosition { Symbol = symbol };
            Positions.Add(position);
        }

        return position;
    }

    public bool HoldsOptions => Positions.Exists(p => !p.Size.IsZero);

    public NaiveMmp? Protection(string underlying) => Protections.Find(p => p.Underlying == underlying);

    /// <summary>A copy of what matching can change; agents and perpetuals are shared, it does not touch them.</summary>
    public NaiveWallet Copy()
    {
        var copy = (NaiveWallet)MemberwiseClone();
        copy.Positions = Positions.ConvertAll(p => p.Copy());
        copy.Protections = Protections.ConvertAll(p => p.Copy());
        return copy;
    }
}

/// <summary>An agent that was approved at some time; it stays in the list when it is dead, until it is forgotten.</summary>
internal sealed class NaiveAgent
{
    public required WalletAddress Address { get; init; }
    public long? ExpiresAt { get; set; }
    public long? RevokedAt { get; set; }

    /// <summary>When it died or will die; null: not in sight.</summary>
    public long? Death => RevokedAt ?? ExpiresAt;

    public bool IsAlive(long now) => RevokedAt is null && (ExpiresAt is null || ExpiresAt > now);
}
