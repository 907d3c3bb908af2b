namespace Hypercall.Engine.Domain;

/// <summary>The canonical key of an option: what identifies the contract, whatever its symbol looked like.</summary>
/// <param name="Underlying">Upper-case name, e.g. <c>BTC</c>.</param>
/// <param name="ExpiryDate">Date as YYYYMMDD; the time of day is a rule, not part of the contract's name.</param>
/// <param name="Strike">Greater than zero.</param>
public readonly record struct ContractKey(string Underlying, int ExpiryDate, Price Strike, OptionType Type);
