package dev.obverse.serve.feedback;

/**
 * Two models on the same held-out rows.
 *
 * @param rows how many labelled rows; the new model was trained on none of them, unless the old one was before
 * @param positives how many of them are POSITIVE
 * @param oldLogLoss the mean log-loss of the model in service, in nats
 * @param newLogLoss that of the new one
 * @param oldAuc the AUC of the model in service; NaN without rows of both labels
 * @param newAuc that of the new one
 */
public record Comparison(int rows, int positives, double oldLogLoss, double newLogLoss, double oldAuc, double newAuc) {}
