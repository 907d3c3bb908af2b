namespace Hypercall.Engine.Events;

/// <summary>Outcome of one action of a bulk.</summary>
/// <param name="Rejection">Default when accepted.</param>
/// <param name="OrderId">Id of the order that an accepted place or replace made or kept; null otherwise.</param>
public readonly record struct ActionResult(Rejection Rejection, long? OrderId);

/// <summary>What a duplicate request is told of the first one, besides its outcome.</summary>
/// <param name="Sequence">Sequence of the first one.</param>
/// <param name="OrderId">Order id it made or kept, if any.</param>
/// <param name="Status">Status in its last OrderUpdated, if there was one.</param>
/// <param name="Filled">Filled size in its last OrderUpdated, if there was one.</param>
public readonly record struct FirstOutcome(
    long Sequence, long? OrderId, OrderStatus? Status, Quantity? Filled);
