using System.Buffers;
using System.Runtime.CompilerServices;

namespace Godwit.Providers.Dialects.Scanning;

/// <summary>
/// A client's body with the model's name replaced and usage asked for: at most five pieces to send in order, so that
/// every other byte is the client's own. Nothing is copied and nothing allocated.
/// </summary>
public readonly struct RequestPatch
{
    private static readonly byte[] Member = "\"stream_options\":{\"include_usage\":true},"u8.ToArray();
    private static readonly byte[] Value = "{\"include_usage\":true}"u8.ToArray();
    private static readonly byte[] Inner = "\"include_usage\":true"u8.ToArray();
    private static readonly byte[] InnerFirst = "\"include_usage\":true,"u8.ToArray();
    private static readonly byte[] True = "true"u8.ToArray();

    private readonly Pieces pieces;

    /// <summary>Makes the pieces.</summary>
    /// <param name="body">The body that was scanned.</param>
    /// <param name="scan">What the scan found in it.</param>
    /// <param name="modelJson">The provider's name of the model, as <see cref="ModelName.ToJson"/> makes it; empty when
    /// the path names it to the provider too.</param>
    /// <param name="addUsage">Ask for usage where the client did not; no effect unless it streams.</param>
    public RequestPatch(
        ReadOnlyMemory<byte> body, in RequestScan scan, ReadOnlyMemory<byte> modelJson, bool addUsage)
    {
        var model = ModelEdit(scan, modelJson);
        var usage = addUsage && scan.Stream ? UsageEdit(scan) : (Start: 0, End: 0, With: default);
        AsksForUsage = !usage.With.IsEmpty;
        var (first, second) = usage.Start < model.Start ? (usage, model) : (model, usage);
        if (!AsksForUsage)
        {
            // No second edit: an empty one at the end of the body leaves the rest in one piece.
            (first, second) = (model, (body.Length, body.Length, default));
        }

        pieces[0] = body[..first.Start];
        pieces[1] = first.With;
        pieces[2] = body[first.End..second.Start];
        pieces[3] = second.With;
        pieces[4] = body[second.End..];
        Length = body.Length - (first.End - first.Start) - (second.End - second.Start)
            + first.With.Length + second.With.Length;
    }

    /// <summary>Pieces there are; some may be empty.</summary>
    public static int Count => 5;

    /// <summary>Bytes of all pieces together.</summary>
    public int Length { get; }

    /// <summary>Usage is asked for here and was not by the client, who is not to see it.</summary>
    public bool AsksForUsage { get; }

    /// <summary>A piece; they are sent in order.</summary>
    public ReadOnlyMemory<byte> this[int index] => pieces[index];

    /// <summary>Writes the pieces.</summary>
    public void WriteTo(IBufferWriter<byte> output)
    {
        foreach (var piece in pieces)
        {
            output.Write(piece.Span);
        }
    }

    private static (int Start, int End, ReadOnlyMemory<byte> With) ModelEdit(
        in RequestScan scan, ReadOnlyMemory<byte> modelJson) =>
        modelJson.IsEmpty ? (0, 0, default)
        : scan.Model.Length > 0 ? (scan.Model.Start, scan.Model.End, modelJson)
        // The path named it. A request has other members, so one that is put first is followed by another.
        : (scan.AfterBrace, scan.AfterBrace, (byte[])[.. "\"model\":"u8, .. modelJson.Span, (byte)',']);

    private static (int Start, int End, ReadOnlyMemory<byte> With) UsageEdit(in RequestScan scan) =>
        scan.StreamOptionsForm switch
        {
            // The body has a model, so a member that is put first is followed by another.
            StreamOptionsForm.Absent => (scan.AfterBrace, scan.AfterBrace, Member),
            StreamOptionsForm.Null => (scan.StreamOptions.Start, scan.StreamOptions.End, Value),
            StreamOptionsForm.EmptyObject => (scan.StreamOptions.Start + 1, scan.StreamOptions.Start + 1, Inner),
            StreamOptionsForm.WithMembers when scan.IncludeUsage.Length == 0 =>
                (scan.StreamOptions.Start + 1, scan.StreamOptions.Start + 1, InnerFirst),
            StreamOptionsForm.WithMembers when !scan.AsksForUsage =>
                (scan.IncludeUsage.Start, scan.IncludeUsage.End, True),
            _ => default,
        };

    [InlineArray(5)]
    private struct Pieces
    {
        private ReadOnlyMemory<byte> piece;
    }
}
