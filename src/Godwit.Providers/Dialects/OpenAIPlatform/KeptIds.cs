using System.Text.Json;
using Godwit.Policy.Contracts;
using Godwit.Providers.Dialects.Scanning;

namespace Godwit.Providers.Dialects.OpenAIPlatform;

/// <summary>Says what stands for an id on the other side; null leaves the id as it is.</summary>
/// <param name="kind">What the id names.</param>
/// <param name="id">The id, unescaped.</param>
public delegate string? IdExchange(OwnedKind kind, string id);

/// <summary>Finds the ids of what providers keep, in requests and in answers.</summary>
/// <remarks>
/// Members are told by their names and by where they stand. What a user may fill freely (metadata, JSON schemas) is
/// never looked into: a text there may look like an id and is none. Nor are citations and search results of an earlier
/// answer that a client sends back: they name files in the provider's words, and give access to none.
/// </remarks>
public static class KeptIds
{
    private static readonly JsonReaderOptions Options = new() { MaxDepth = RequestScan.MaxDepth };

    /// <summary>
    /// Replaces the ids of an answer: an object, a list of them, an upload and its file, or a notice that one was
    /// deleted.
    /// </summary>
    /// <param name="json">The whole answer.</param>
    /// <param name="top">What its own <c>id</c> names; null when that is nothing that is kept.</param>
    /// <param name="exchange">Says what stands for an id.</param>
    /// <param name="edits">Receives the replacements.</param>
    /// <exception cref="JsonException">The answer is no JSON.</exception>
    public static void InAnswer(ReadOnlySpan<byte> json, OwnedKind? top, IdExchange exchange, BodyEdits edits)
    {
        var reader = new Utf8JsonReader(json, Options);
        var (inData, inFile) = (false, false);
        while (reader.Read())
        {
            if (reader.TokenType != JsonTokenType.PropertyName)
                continue;
            var depth = reader.CurrentDepth;
            if (depth == 1)
            {
                inData = reader.ValueTextEquals("data"u8);
                inFile = top == OwnedKind.Upload && reader.ValueTextEquals("file"u8);
            }

            var kind = depth == 1 || (depth == 3 && inData) ? OfAnswer(ref reader, depth == 1 ? top : null)
                : depth == 2 && inFile && reader.ValueTextEquals("id"u8) ? OwnedKind.File
                : (OwnedKind?)null;
            reader.Read();
            if (kind is { } known)
                Exchange(ref reader, known, exchange, edits);
        }
    }

    /// <summary>Replaces the ids of a request, wherever in it files may be named.</summary>
    /// <param name="json">The whole body.</param>
    /// <param name="exchange">Says what stands for an id.</param>
    /// <param name="edits">Receives the replacements.</param>
    /// <exception cref="JsonException">The body is no JSON.</exception>
    public static void InRequest(ReadOnlySpan<byte> json, IdExchange exchange, BodyEdits edits)
    {
        var reader = new Utf8JsonReader(json, Options);
        while (reader.Read())
        {
            if (reader.TokenType != JsonTokenType.PropertyName)
                continue;
            if (IsFree(ref reader))
            {
                reader.Read();
                reader.Skip();
                continue;
            }

            var isFile = IsFileOfRequest(ref reader);
            reader.Read();
            if (isFile)
                Exchange(ref reader, OwnedKind.File, exchange, edits);
        }
    }

    private static OwnedKind? OfAnswer(ref Utf8JsonReader reader, OwnedKind? top) =>
        reader.ValueTextEquals("id"u8) ? top
        : reader.ValueTextEquals("input_file_id"u8) || reader.ValueTextEquals("output_file_id"u8)
            || reader.ValueTextEquals("error_file_id"u8) || reader.ValueTextEquals("training_file"u8)
            || reader.ValueTextEquals("validation_file"u8) || reader.ValueTextEquals("result_files"u8)
            ? OwnedKind.File
        : reader.ValueTextEquals("fine_tuning_job_id"u8) ? OwnedKind.FineTuningJob
        : reader.ValueTextEquals("upload_id"u8) ? OwnedKind.Upload
        : null;

    private static bool IsFree(ref Utf8JsonReader reader) =>
        reader.ValueTextEquals("metadata"u8) || reader.ValueTextEquals("parameters"u8)
        || reader.ValueTextEquals("schema"u8) || reader.ValueTextEquals("annotations"u8)
        || reader.ValueTextEquals("results"u8);

    private static bool IsFileOfRequest(ref Utf8JsonReader reader) =>
        reader.ValueTextEquals("file_id"u8) || reader.ValueTextEquals("file_ids"u8)
        || (reader.CurrentDepth == 1
            && (reader.ValueTextEquals("input_file_id"u8) || reader.ValueTextEquals("training_file"u8)
                || reader.ValueTextEquals("validation_file"u8)));

    private static void Exchange(ref Utf8JsonReader reader, OwnedKind kind, IdExchange exchange, BodyEdits edits)
    {
        if (reader.TokenType == JsonTokenType.String)
        {
            ExchangeOne(ref reader, kind, exchange, edits);
        }
        else if (reader.TokenType == JsonTokenType.StartArray)
        {
            var depth = reader.CurrentDepth;
            while (reader.Read() && reader.CurrentDepth > depth)
            {
                if (reader.TokenType == JsonTokenType.String && reader.CurrentDepth == depth + 1)
                    ExchangeOne(ref reader, kind, exchange, edits);
            }
        }
    }

    private static void ExchangeOne(ref Utf8JsonReader reader, OwnedKind kind, IdExchange exchange, BodyEdits edits)
    {
        string id;
        try
        {
            id = reader.GetString()!;
        }
        catch (InvalidOperationException)
        {
            // Half a surrogate pair: an id of nobody's, which is then looked for in vain.
            id = "";
        }

        if (exchange(kind, id) is { } other)
        {
            var start = (int)reader.TokenStartIndex;
            edits.ReplaceString(new ByteRange(start, (int)reader.BytesConsumed - start), other);
        }
    }
}
