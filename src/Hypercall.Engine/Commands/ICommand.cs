namespace Hypercall.Engine.Commands;

/// <summary>
/// A command's one walk, from which its bytes, its limits and its JSON follow; <see cref="CommandShapes"/> finds it.
/// </summary>
internal interface ICommand<T>
    where T : EngineCommand, ICommand<T>
{
    /// <summary>
    /// What a visitor that makes one starts from: an optional field that it has must be there in text.
    /// </summary>
    static abstract T Blank { get; }

    /// <summary>Hands each field to the visitor, in canonical order.</summary>
    /// <returns>What the visitor made, or the command where it makes nothing.</returns>
    static abstract T Walk<V>(ref V v, T c)
        where V : struct, IFields, allows ref struct;
}
