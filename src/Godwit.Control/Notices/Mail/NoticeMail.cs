using Godwit.Control.Notices.Outbox;
using Godwit.Policy.Configuration;
using MimeKit;
using MimeKit.Cryptography;

namespace Godwit.Control.Notices.Mail;

/// <summary>Makes a mail of a message in the outbox, and signs it.</summary>
internal static class NoticeMail
{
    // All that tells a reader who wrote to whom about what; a signature that left one out could be carried over.
    private static readonly HeaderId[] SignedHeaders =
    [
        HeaderId.From, HeaderId.To, HeaderId.ReplyTo, HeaderId.Subject, HeaderId.Date, HeaderId.MessageId,
        HeaderId.AutoSubmitted, HeaderId.ContentLanguage, HeaderId.MimeVersion, HeaderId.ContentType,
    ];

    public static MimeMessage Create(NoticeRow row, NoticeSenderConfig sender, DateTimeOffset now)
    {
        var message = new MimeMessage
        {
            Subject = row.Subject,
            Date = now,
            MessageId = $"{row.Id}@{DomainOf(sender.From)}",
        };
        message.From.Add(new MailboxAddress(sender.Name ?? "", sender.From));
        message.To.Add(new MailboxAddress("", row.Recipient!));
        if (sender.ReplyTo is { } reply)
            message.ReplyTo.Add(new MailboxAddress("", reply));
        // RFC 3834: nobody's holiday message answers it.
        message.Headers.Add(HeaderId.AutoSubmitted, "auto-generated");
        message.Body = new MultipartAlternative
        {
            new TextPart("plain") { Text = row.Body },
            new TextPart("html") { Text = row.Html },
        };
        message.Body.Headers.Add(HeaderId.ContentLanguage, row.Language);
        // Nothing on the way needs to recode it, so that a signature stays whole.
        message.Prepare(EncodingConstraint.SevenBit);
        return message;
    }

    public static void Sign(MimeMessage message, DkimOptions dkim, DkimKey key)
    {
        var signer = new DkimSigner(key.Key, dkim.Domain, dkim.Selector, key.Algorithm)
        {
            HeaderCanonicalizationAlgorithm = DkimCanonicalizationAlgorithm.Relaxed,
            BodyCanonicalizationAlgorithm = DkimCanonicalizationAlgorithm.Relaxed,
            AgentOrUserIdentifier = "@" + dkim.Domain,
        };
        signer.Sign(message, [.. SignedHeaders.Where(id => Has(message, id))]);
    }

    // What says of the content stands with the body, and comes out as a header of the message all the same.
    private static bool Has(MimeMessage message, HeaderId id) =>
        message.Headers.Contains(id) || message.Body!.Headers.Contains(id);

    private static string DomainOf(string address) => address[(address.LastIndexOf('@') + 1)..];
}
