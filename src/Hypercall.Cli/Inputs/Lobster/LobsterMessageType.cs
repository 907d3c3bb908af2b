namespace Hypercall.Cli.Inputs.Lobster;

/// <summary>Types of messages in a LOBSTER file.</summary>
internal enum LobsterMessageType
{
    NewOrder = 1,
    PartialCancel = 2,
    Delete = 3,
    VisibleExecution = 4,
    HiddenExecution = 5,
    CrossTrade = 6,
    Halt = 7,
}
