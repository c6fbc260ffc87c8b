using System.Globalization;
using System.Text.Json;
using Godwit.Simulator.Files;
using Godwit.Simulator.Operations;
using Godwit.Simulator.Serving;
using Godwit.Simulator.Text;
using Godwit.Simulator.Wire;

namespace Godwit.Simulator.Media;

/// <summary>Answers <c>images/generations</c>, <c>images/edits</c> and <c>images/variations</c>.</summary>
internal sealed class ImagesOperation(FaultScript script, TimeProvider time)
{
    private const int MostImages = 10;
    private const int LargestSide = 4096;
    private const int TokensPerImage = 1056;

    public async Task AnswerAsync(Exchange exchange, RequestRoute route, byte[] body)
    {
        MultipartForm? form = await MultipartForm.ReadAsync(exchange.Http.Request.ContentType, body);
        using JsonDocument? document = form is null ? JsonBody.TryParse(body) : null;
        JsonElement root = document?.RootElement ?? default;
        string? Field(string name) => form is not null ? form.Text(name) : RequestFields.Text(root, name);
        string model = Field("model") ?? "gpt-image-1";
        string prompt = Field("prompt") ?? "";
        int count = RequestFields.Integer(root, "n")
            ?? (int.TryParse(form?.Text("n"), CultureInfo.InvariantCulture, out int asked) ? asked : 1);
        ProviderError? error = Check(route, form, root, prompt, count)
            ?? (TrySize(Field("size"), out int width, out int height)
                ? null
                : ProviderError.Invalid("size", "WIDTHxHEIGHT or auto"))
            ?? ModelsOperation.CheckModel(exchange.Provider, model);
        if (error is not null)
        {
            await exchange.RefuseAsync(error);
            return;
        }

        if (await OperationFaults.MetAsync(exchange, script, model))
        {
            return;
        }

        // Only the older models hand out addresses; the newer ones always give the picture itself.
        bool url = model.StartsWith("dall-e", StringComparison.Ordinal) && Field("response_format") != "b64_json";
        await exchange.AnswerAsync(200, json =>
            Write(json, exchange, prompt, count, TrySize(Field("size"), out int w, out int h) ? (w, h) : default, url));
    }

    private static ProviderError? Check(
        RequestRoute route, MultipartForm? form, JsonElement root, string prompt, int count)
    {
        bool generates = route.Operation == Operation.ImagesGenerations;
        if (generates ? root.ValueKind != JsonValueKind.Object : form is null)
        {
            return new ProviderError(
                ErrorReason.BadJson, generates ? "The body has to be a JSON object." : "The body has to be a form.");
        }

        if (!generates && form!.File("image") is null)
        {
            return ProviderError.Missing("image");
        }

        return prompt.Length == 0 && route.Operation != Operation.ImagesVariations ? ProviderError.Missing("prompt")
            : count is < 1 or > MostImages ? ProviderError.Invalid("n", $"from 1 to {MostImages}")
            : null;
    }

    private static bool TrySize(string? size, out int width, out int height)
    {
        width = height = 1024;
        if (size is null or "auto")
        {
            return true;
        }

        string[] sides = size.Split('x');
        return sides.Length == 2
            && int.TryParse(sides[0], CultureInfo.InvariantCulture, out width) && width is > 0 and <= LargestSide
            && int.TryParse(sides[1], CultureInfo.InvariantCulture, out height) && height is > 0 and <= LargestSide;
    }

    private void Write(
        Utf8JsonWriter json, Exchange exchange, string prompt, int count, (int Width, int Height) size, bool url)
    {
        DeterministicSource source = new(DeterministicSource.Hash(prompt));
        json.WriteStartObject();
        json.WriteNumber("created", time.GetUtcNow().ToUnixTimeSeconds());
        json.WriteStartArray("data");
        for (int index = 0; index < count; index++)
        {
            json.WriteStartObject();
            if (url)
            {
                json.WriteString("url", $"https://images.example.com/{source.NextId("img-", 24)}.png");
                json.WriteString("revised_prompt", prompt);
            }
            else
            {
                ulong colour = source.Next();
                json.WriteBase64String("b64_json", PlainPng.Of(
                    size.Width, size.Height, ((byte)colour, (byte)(colour >> 8), (byte)(colour >> 16))));
            }

            json.WriteEndObject();
        }

        json.WriteEndArray();
        int tokens = TokenRule.Count(prompt);
        json.WriteStartObject("usage");
        json.WriteNumber("input_tokens", tokens);
        json.WriteStartObject("input_tokens_details");
        json.WriteNumber("text_tokens", tokens);
        json.WriteNumber("image_tokens", 0);
        json.WriteEndObject();
        json.WriteNumber("output_tokens", count * TokensPerImage);
        json.WriteNumber("total_tokens", tokens + (count * TokensPerImage));
        json.WriteEndObject();
        json.WriteStartObject("simulator");
        json.WriteString("provider", exchange.Provider.Name);
        json.WriteEndObject();
        json.WriteEndObject();
    }
}
