namespace Hypercall.Engine.Domain;

/// <summary>Call or put; the values are part of the canonical encoding.</summary>
public enum OptionType : byte
{
    Call = 0,
    Put = 1,
}
