using System.Text.Json;

namespace Godwit.Providers.Tokens;

/// <summary>How many tokens the input of a request makes, in any dialect, where no provider has said so.</summary>
public static class RequestEstimate
{
    private static readonly JsonReaderOptions Options = new() { MaxDepth = 128 };

    private enum Place
    {
        /// <summary>No input: settings, ids.</summary>
        Elsewhere,

        /// <summary>What is said.</summary>
        Words,

        /// <summary>What may be given as words or as tokens.</summary>
        WordsOrTokens,

        /// <summary>Tools, of whose schemas names are input too.</summary>
        Tools,
    }

    /// <summary>The likely number of tokens of a request's input.</summary>
    /// <param name="body">The client's JSON.</param>
    /// <param name="counter">The model's vocabulary, where it is known.</param>
    public static long OfRequest(ReadOnlySpan<byte> body, TextCounter? counter = null)
    {
        var sum = new Sum(counter);
        try
        {
            var json = new Utf8JsonReader(body, Options);
            if (!json.Read() || json.TokenType != JsonTokenType.StartObject)
                return 0;
            while (json.Read() && json.TokenType == JsonTokenType.PropertyName)
            {
                var place = PlaceOf(json.ValueSpan);
                json.Read();
                if (place == Place.Elsewhere)
                    json.Skip();
                else
                    sum.Take(ref json, place);
            }
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            // It went to a provider as it is, who made something of it; what was read is estimated.
        }

        return sum.Tokens;
    }

    private static Place PlaceOf(ReadOnlySpan<byte> name) => name switch
    {
        _ when name.SequenceEqual("messages"u8) || name.SequenceEqual("system"u8)
            || name.SequenceEqual("instructions"u8) || name.SequenceEqual("contents"u8)
            || name.SequenceEqual("content"u8) || name.SequenceEqual("requests"u8)
            || name.SequenceEqual("systemInstruction"u8) || name.SequenceEqual("system_instruction"u8) => Place.Words,
        _ when name.SequenceEqual("input"u8) || name.SequenceEqual("prompt"u8) => Place.WordsOrTokens,
        _ when name.SequenceEqual("tools"u8) || name.SequenceEqual("functions"u8) => Place.Tools,
        _ => Place.Elsewhere,
    };

    // Settings, ids, addresses and encoded bytes, wherever they stand.
    private static bool IsSilent(ReadOnlySpan<byte> name) =>
        name.SequenceEqual("type"u8) || name.SequenceEqual("role"u8) || name.SequenceEqual("model"u8)
        || name.SequenceEqual("id"u8) || name.EndsWith("_id"u8) || name.EndsWith("ignature"u8)
        || name.SequenceEqual("encrypted_content"u8) || name.SequenceEqual("cache_control"u8)
        || name.SequenceEqual("format"u8) || name.SequenceEqual("detail"u8) || name.SequenceEqual("status"u8);

    // image_url: OpenAI's both dialects; source: Anthropic; inlineData, fileData: Gemini; the rest is sound and files.
    private static bool IsPicture(ReadOnlySpan<byte> name) =>
        name.SequenceEqual("image_url"u8) || name.SequenceEqual("source"u8) || name.SequenceEqual("inlineData"u8)
        || name.SequenceEqual("inline_data"u8) || name.SequenceEqual("fileData"u8)
        || name.SequenceEqual("file_data"u8) || name.SequenceEqual("video_url"u8)
        || name.SequenceEqual("input_audio"u8);

    private struct Sum(TextCounter? counter)
    {
        private TextMeter words;
        private long others;

        public readonly long Tokens => words.Tokens + others;

        /// <summary>Takes the value the reader stands on, and moves to its end.</summary>
        public void Take(ref Utf8JsonReader json, Place place)
        {
            var depth = json.CurrentDepth;
            do
            {
                switch (json.TokenType)
                {
                    case JsonTokenType.String:
                        TakeWords(ref json);
                        break;
                    case JsonTokenType.Number when place == Place.WordsOrTokens:
                        others++;
                        break;
                    case JsonTokenType.PropertyName:
                        TakeName(ref json, place);
                        break;
                }
            }
            while ((json.CurrentDepth > depth || IsStart(json.TokenType)) && json.Read());
        }

        private void TakeWords(ref Utf8JsonReader json)
        {
            if (counter is null)
                words.AddEscaped(json.ValueSpan);
            else
                others += counter.Count(ref json);
        }

        private void TakeName(ref Utf8JsonReader json, Place place)
        {
            var name = json.ValueSpan;
            if (place == Place.Tools)
            {
                words.AddEscaped(name);
                return;
            }

            var (picture, role) = (IsPicture(name), name.SequenceEqual("role"u8));
            if (!picture && !IsSilent(name))
                return;
            json.Read();
            // A call may well have an argument called source.
            picture &= json.TokenType == JsonTokenType.StartObject || name.SequenceEqual("image_url"u8);
            others += picture ? TokenEstimate.OfPicture : role ? TokenEstimate.OfMessage : 0;
            json.Skip();
        }

        private static bool IsStart(JsonTokenType token) =>
            token is JsonTokenType.StartObject or JsonTokenType.StartArray;
    }
}
