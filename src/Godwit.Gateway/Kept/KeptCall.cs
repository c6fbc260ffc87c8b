using Godwit.Policy.Contracts;

namespace Godwit.Gateway.Kept;

/// <summary>What is done with what a provider keeps.</summary>
internal enum KeptAction
{
    Create,
    List,
    Get,
    Delete,

    /// <summary>A file's bytes.</summary>
    Content,
    Cancel,

    /// <summary>Some bytes of an upload.</summary>
    AddPart,

    /// <summary>An upload's parts are put together to a file.</summary>
    Complete,
    Pause,
    Resume,

    /// <summary>What happened to a job.</summary>
    Events,

    /// <summary>What a job has made so far.</summary>
    Checkpoints,
}

/// <summary>What a client asks for, by method and path.</summary>
/// <param name="Kind">The kind of thing.</param>
/// <param name="Action">What is done with it.</param>
/// <param name="Id">Its id as the client wrote it; empty for making and listing.</param>
internal readonly record struct KeptCall(OwnedKind Kind, KeptAction Action, string Id)
{
    /// <summary>What follows the id in the provider's path, which is the client's.</summary>
    public string Suffix => Action switch
    {
        KeptAction.Content => "/content",
        KeptAction.Cancel => "/cancel",
        KeptAction.AddPart => "/parts",
        KeptAction.Complete => "/complete",
        KeptAction.Pause => "/pause",
        KeptAction.Resume => "/resume",
        KeptAction.Events => "/events",
        KeptAction.Checkpoints => "/checkpoints",
        _ => "",
    };

    /// <summary>The thing in words.</summary>
    public string Thing => NameOf(Kind);

    /// <summary>A kind in words.</summary>
    public static string NameOf(OwnedKind kind) => kind switch
    {
        OwnedKind.File => "file",
        OwnedKind.Batch => "batch",
        OwnedKind.Upload => "upload",
        _ => "fine-tuning job",
    };
}
