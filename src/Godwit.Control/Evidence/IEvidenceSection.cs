namespace Godwit.Control.Evidence;

/// <summary>
/// One kind of evidence: a file of JSON lines in a bundle. Sections are written in the order they were registered;
/// records come first, so that those after them know what records name.
/// </summary>
internal interface IEvidenceSection
{
    /// <summary>Name of the file, without its ending.</summary>
    string Name { get; }

    /// <summary>What the file holds, a sentence for the summary.</summary>
    string Description { get; }

    /// <summary>The items, each one JSON object on one line, without a line break.</summary>
    IAsyncEnumerable<ReadOnlyMemory<byte>> ReadAsync(EvidenceScope scope, CancellationToken cancellation);
}
