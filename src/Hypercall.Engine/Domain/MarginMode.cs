namespace Hypercall.Engine.Domain;

/// <summary>Margin modes; the values are part of the canonical encoding.</summary>
public enum MarginMode : byte
{
    /// <summary>Premium moves at the fill; positions are margined one by one.</summary>
    Standard = 0,

    /// <summary>Cash moves by realized pnl; positions are margined together by scenarios.</summary>
    Portfolio = 1,
}
